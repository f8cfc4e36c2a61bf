package org.cotangent.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.cotangent.train.internal.NearNames;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearNamesTest {
    private static final List<String> NAMES = List.of(
            "embeddings.weight",
            "encoder.layer.1.attention.query.weight",
            "encoder.layer.1.attention.query.bias",
            "encoder.layer.10.attention.query.bias",
            "classifier.weight",
            "/encoder/layer.2/MatMul");

    @ParameterizedTest
    @CsvSource({
        "encoder.layer.1.atention.query.weight, encoder.layer.1.attention.query.weight",
        "Classifier.wieght, classifier.weight",
        "embedings.**, embeddings.weight",
        "encoder?layer.2?*, /encoder/layer.2/MatMul",
        "encoder.layer.10.attention.query.bais, encoder.layer.10.attention.query.bias"
    })
    void theNameThatWasMeantComesFirst(String wanted, String meant) {
        assertEquals(meant, NearNames.of(wanted, NAMES).getFirst());
    }
}
