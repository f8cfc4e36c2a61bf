package org.cotangent.engine.plan;

import java.util.List;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.jspecify.annotations.Nullable;

/** A call that an expansion is written for. */
record ExpansionCall(Attributes attributes, List<@Nullable Value> inputs, int outputCount) implements Call {}
