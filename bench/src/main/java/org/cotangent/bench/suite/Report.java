package org.cotangent.bench.suite;

import java.util.ArrayList;
import java.util.List;

/** What one or more processes of the suite found. */
record Report(List<Result> results, List<Figure> figures) {
    static Report of(List<Report> parts) {
        List<Result> results = new ArrayList<>();
        List<Figure> figures = new ArrayList<>();
        for (Report part : parts) {
            results.addAll(part.results());
            figures.addAll(part.figures());
        }
        return new Report(results, figures);
    }

    boolean hasErrors() {
        return results.stream().anyMatch(result -> result.outcome().isError());
    }
}
