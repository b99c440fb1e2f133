/**
 * Sizing without an account: units, binding limits and cost of a workload, computed from documented limits and dated
 * prices.
 */
@NullMarked
package io.triskel.load.size;

import org.jspecify.annotations.NullMarked;
