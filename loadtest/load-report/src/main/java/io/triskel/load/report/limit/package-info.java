/**
 * Documented limits of the services, compared with what a run measured. The limits are {@link io.triskel.load.fact.Facts}: each has its
 * source, the date of the source, and how far it can be trusted.
 */
@NullMarked
package io.triskel.load.report.limit;

import org.jspecify.annotations.NullMarked;
