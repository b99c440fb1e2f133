/**
 * The workload: {@code Workload} and its records are the file, the JSON in results and the schema. {@code WorkloadFile} reads YAML,
 * {@code WorkloadJson} reads and writes JSON.
 */
@NullMarked
package io.triskel.load.workload;

import org.jspecify.annotations.NullMarked;
