/**
 * The command {@code ./triskel study}: the study for the board, made of the chapters and figures in {@code study/}, facts and evaluations, in
 * two languages and several forms. A chapter has no figure of its own. Start at {@link io.triskel.load.study.Study}.
 */
@NullMarked
package io.triskel.load.study;

import org.jspecify.annotations.NullMarked;
