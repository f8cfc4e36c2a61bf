package org.cotangent.bench.suite;

/** What came of one workload with so many threads. */
record Result(String workload, Kind kind, int threads, Outcome outcome) {}
