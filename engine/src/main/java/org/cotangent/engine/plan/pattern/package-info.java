/** Subgraphs in which exporters write operators that they do not have, and the operators that take their place. */
package org.cotangent.engine.plan.pattern;
