/**
 * French as this product prints it: {@link io.triskel.load.report.french.Proofreader} has the rules of typography and the glossary,
 * {@link io.triskel.load.report.french.Prose} finds the sentences in a page. Any text in French goes through both.
 */
@NullMarked
package io.triskel.load.report.french;

import org.jspecify.annotations.NullMarked;
