package io.triskel.load.study;

import io.triskel.load.report.html.Element;
import java.util.Optional;

/** What takes the place of a placeholder. */
sealed interface Spot {
    /** A figure as it is written there. */
    record Said(String id, String text) implements Spot {}

    /** The row of a figure in the annex, to which the figure's places link. */
    record Anchor(String id) implements Spot {}

    /** A block, its own placeholders marked. */
    record Filled(String markdown, Optional<Element> drawn) implements Spot {}
}
