/**
 * Documented limits of the services beside what a run measured. They are {@link io.triskel.load.fact.Facts}: each with its source,
 * the date of that source, and how far it can be trusted.
 */
@NullMarked
package io.triskel.load.report.limit;

import org.jspecify.annotations.NullMarked;
