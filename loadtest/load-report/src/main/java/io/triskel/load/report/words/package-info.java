/** How figures and targets are written, on every page and in every table alike. A dash is what is absent, {@code 0} is zero. */
@NullMarked
package io.triskel.load.report.words;

import org.jspecify.annotations.NullMarked;
