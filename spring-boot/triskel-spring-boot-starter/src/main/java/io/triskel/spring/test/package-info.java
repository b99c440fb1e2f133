/**
 * Tests of an application's consumers, in memory and with a manual clock. Start at {@link io.triskel.spring.test.TriskelTest}; only
 * for tests, which bring Spring Boot's own support for tests and {@code eda-testkit}.
 */
@NullMarked
package io.triskel.spring.test;

import org.jspecify.annotations.NullMarked;
