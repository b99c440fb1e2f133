package io.triskel.event;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method whose result is the only word about a failure: a caller that ignores it loses events or commands.
 *
 * <p>Error Prone's check of the same name, which is an error unless turned off, goes by this annotation's simple name and needs
 * it on the called method itself, so an overriding method repeats it.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
@ForAdapters
public @interface CheckReturnValue {}
