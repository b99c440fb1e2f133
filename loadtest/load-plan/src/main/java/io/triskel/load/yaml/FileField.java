package io.triskel.load.yaml;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Facts about a record's component, beyond its type, for a file's reader, schema and documentation. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface FileField {
    /** {@return what the field means, for people; empty if its name says enough} */
    String value() default "";

    /** {@return the unit of a number; none for a plain number} */
    Unit[] unit() default {};

    /** {@return the default, as YAML; none if a file must have the field} */
    String[] otherwise() default {};

    /** {@return how the default follows from other fields, for people; the constructor then gets null or NaN} */
    String derived() default "";

    /** {@return the least number, or the fewest elements of a list} */
    long least() default Long.MIN_VALUE;

    /** {@return the greatest number, the most characters of a text, or the most elements of a list} */
    long most() default Long.MAX_VALUE;

    /** {@return what a text matches as a whole; empty for any text} */
    String pattern() default "";
}
