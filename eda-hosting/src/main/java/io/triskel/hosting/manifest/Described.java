package io.triskel.hosting.manifest;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A manifest field's description, for schema and documentation. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Described {
    /** {@return what the field says, for people; nothing where its name says enough} */
    String value() default "";

    /** {@return the only values that it has, as JSON unless it is a text; those of each element of a list; none if all are allowed} */
    String[] only() default {};

    /** {@return what a text has to match, each one of a list of texts too; by default it must not be empty} */
    String pattern() default ".";

    /** {@return the fewest elements of a list} */
    int atLeast() default 0;
}
