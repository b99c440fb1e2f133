/** Prints a page as PDF with a browser that is installed. It knows nothing of the study. */
@NullMarked
package io.triskel.load.study.print;

import org.jspecify.annotations.NullMarked;
