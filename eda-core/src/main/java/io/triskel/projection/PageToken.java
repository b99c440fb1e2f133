package io.triskel.projection;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a page begins. Each generation has its own rows, so the token names the generation.
 *
 * @param generation the previous page's generation
 * @param after the read model's own token; empty for the first page
 */
record PageToken(int generation, Optional<String> after) {
    private static final Pattern FORM = Pattern.compile("g([1-9][0-9]{0,8}):(.+)", Pattern.DOTALL);

    static PageToken parse(String text) {
        Matcher token = FORM.matcher(text);
        if (!token.matches()) {
            throw new IllegalArgumentException(
                    "A page must begin at the next() of the previous page, and this token is invalid: begin at the "
                            + "first page");
        }
        return new PageToken(Integer.parseInt(token.group(1)), Optional.of(token.group(2)));
    }

    Optional<String> text() {
        return after.map(place -> "g" + generation + ":" + place);
    }
}
