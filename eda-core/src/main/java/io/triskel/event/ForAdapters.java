package io.triskel.event;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a type, with its nested types, for use by adapters, engines and the core only: what a port takes and returns, and
 * helpers for implementing one. An application passes ports on and never needs a marked type.
 */
@Documented
@ForAdapters
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface ForAdapters {}
