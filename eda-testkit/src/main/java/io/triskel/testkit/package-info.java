/**
 * Conformance suites, one abstract class per port, and given/when/then fixtures for deciders, sagas and projections.
 *
 * <p>To test an implementation, extend its port's contract and implement how to create it; no test can be skipped or
 * overridden. To decline an optional capability, do not extend its contract. Guide: {@code docs/testkit.md}.
 */
@NullMarked
package io.triskel.testkit;

import org.jspecify.annotations.NullMarked;
