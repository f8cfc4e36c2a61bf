package org.cotangent.bench.torch;

import java.util.Optional;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs tests where PyTorch can be loaded, on one of its threads, and says why not elsewhere. */
final class Torch implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<String> reason = TorchTensors.unavailable();
        if (reason.isPresent()) {
            return ConditionEvaluationResult.disabled(reason.get());
        }
        torch.set_num_threads(1);
        return ConditionEvaluationResult.enabled("PyTorch is there");
    }
}
