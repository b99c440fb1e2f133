/**
 * The conformance suite for consumers in any language: cases in {@code conformance/cases}, a driver per language that speaks JSON
 * lines, and the runner that compares. Java is one of the drivers.
 *
 * <p>Start at {@link io.triskel.conformance.ConformanceContract}; {@code docs/conformance.md} has the protocol. No cloud enters: an
 * adapter's tests give the Java driver its {@link io.triskel.conformance.CloudBinding}.
 */
@NullMarked
package io.triskel.conformance;

import org.jspecify.annotations.NullMarked;
