package io.triskel.event;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that reports failures only by its result: a caller that ignores the result loses events or commands.
 *
 * <p>Error Prone's check of the same name, an error by default, looks for this simple name on the called method itself, so
 * an overriding method repeats the annotation.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
@ForAdapters
public @interface CheckReturnValue {}
