/**
 * Conformance suites, one abstract class per port, and given/when/then fixtures for deciders, sagas and projections.
 *
 * <p>To test an implementation, extend its contract and say how to create it; no test can be skipped or overridden. An
 * optional capability is declined by the absence of the subclass. The suites are themselves tested: against
 * implementations that do nothing, and against named mutants that each must be caught. Guide: {@code docs/testkit.md}.
 */
@NullMarked
package io.triskel.testkit;

import org.jspecify.annotations.NullMarked;
