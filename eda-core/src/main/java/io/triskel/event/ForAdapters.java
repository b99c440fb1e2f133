package io.triskel.event;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a type, with the types nested in it, that only adapters, an engine's among them, and the core itself name: what a port
 * takes and answers, and what helps to implement one. An application holds the ports and hands them on, so it never needs a marked type.
 */
@Documented
@ForAdapters
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface ForAdapters {}
