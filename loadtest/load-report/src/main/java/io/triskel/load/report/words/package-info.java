/** Writes figures and names of targets the same way on every page and in every table. A dash means absent; {@code 0} means zero. */
@NullMarked
package io.triskel.load.report.words;

import org.jspecify.annotations.NullMarked;
