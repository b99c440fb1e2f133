/**
 * The decision tree of a profile: its gates as questions, and the nearest other demand that changes an answer. It is computed from the
 * evaluation and from evaluations of changed demands. Start at {@link io.triskel.load.evaluate.tree.DecisionTree}.
 */
@NullMarked
package io.triskel.load.evaluate.tree;

import org.jspecify.annotations.NullMarked;
