package io.triskel.load.study;

import io.triskel.load.report.html.Element;
import java.util.Optional;

/** What takes the place of a placeholder. */
sealed interface Spot {
    /** A figure as it is written there. */
    record Said(String id, String text) implements Spot {}

    /** The place of a figure in the annex, to which its other places link. */
    record Anchor(String id, String text) implements Spot {}

    /** A block, its own placeholders marked. */
    record Filled(String markdown, Optional<Element> drawn) implements Spot {}
}
