package io.triskel.hosting.manifest;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Who may call a function behind HTTP.
 *
 * @param text {@code closed}, {@code public}, or the placeholder of the parameter that says which
 */
public record Access(@JsonValue String text) {
    /** Only for callers that the function's service knows. */
    public static final Access CLOSED = new Access("closed");

    /** For anybody. */
    public static final Access PUBLIC = new Access("public");

    /** As the deployer chooses by the parameter of {@link Parameters#httpAccess}. */
    public static final Access CHOSEN = new Access(Parameters.placeholder(Parameters.HTTP_ACCESS));

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Access {}

    /**
     * {@return whether it is for anybody}
     *
     * @throws IllegalArgumentException if it is neither closed nor public
     */
    public boolean isPublic() {
        if (!equals(CLOSED) && !equals(PUBLIC)) {
            throw new IllegalArgumentException("The access of a function must be " + CLOSED.text + " or " + PUBLIC.text
                    + ", but is '" + text + "'");
        }
        return equals(PUBLIC);
    }
}
