package org.cotangent.testkit.jqwik;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.cotangent.spi.op.Operator;

/**
 * On a parameter of a property, {@code @ForAll @CallOf(Swish.class) Domain.Sample call}: calls from the domain of that
 * operator.
 */
@Target({ElementType.PARAMETER, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface CallOf {
    /** {@return the class of the operator, which has a constructor without arguments} */
    Class<? extends Operator> value();

    /** {@return how large sizes may get} */
    int size() default 4;
}
