/**
 * An evaluation as text, Markdown, JSON and a page, in English or French. Texts of the tool are in {@link\n * io.triskel.load.evaluate.write.Text}.
 */
@NullMarked
package io.triskel.load.evaluate.write;

import org.jspecify.annotations.NullMarked;
