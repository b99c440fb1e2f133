/**
 * Workload files: strict YAML to values that are valid from birth, and their JSON Schema. Reading starts at
 * {@code WorkloadFile}.
 */
@NullMarked
package io.triskel.load.workload;

import org.jspecify.annotations.NullMarked;
