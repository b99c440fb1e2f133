package io.triskel.load.report.words;

import java.util.Optional;

/**
 * The title of a source, which is never translated.
 *
 * @param text the title as the page's language sets it off
 * @param language the code of its own language, if that is not the page's
 */
public record Title(String text, Optional<String> language) {}
