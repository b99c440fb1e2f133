/** Invented results, always the same for the same settings: nothing here was measured. */
@NullMarked
package io.triskel.load.report.sample;

import org.jspecify.annotations.NullMarked;
