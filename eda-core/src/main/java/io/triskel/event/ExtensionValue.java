package io.triskel.event;

import java.net.URI;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;

/**
 * A CloudEvents attribute value of one of the specification's types (CloudEvents 1.0, "Type System").
 *
 * <p>JSON tells only booleans, integers and strings apart, so an {@link Octets}, {@link Link} or {@link Moment} that has
 * travelled comes back as the {@link Text} of its canonical form: the attribute is equal, its Java type is not kept.
 */
public sealed interface ExtensionValue {
    /** {@return the specification's canonical text of this value} */
    String canonical();

    /** A string. */
    record Text(String value) implements ExtensionValue {
        @Override
        public String canonical() {
            return value;
        }
    }

    /** A signed 32-bit integer. */
    record Whole(int value) implements ExtensionValue {
        @Override
        public String canonical() {
            return Integer.toString(value);
        }
    }

    /** A boolean. */
    record Flag(boolean value) implements ExtensionValue {
        @Override
        public String canonical() {
            return Boolean.toString(value);
        }
    }

    /** A sequence of bytes, in Base64 as text. */
    record Octets(byte[] value) implements ExtensionValue {
        @Override
        public String canonical() {
            return Base64.getEncoder().encodeToString(value);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Octets octets && Arrays.equals(value, octets.value);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(value);
        }
    }

    /** A URI or URI-reference. */
    record Link(URI value) implements ExtensionValue {
        @Override
        public String canonical() {
            return value.toString();
        }
    }

    /** A timestamp with its offset (RFC 3339). */
    record Moment(OffsetDateTime value) implements ExtensionValue {
        @Override
        public String canonical() {
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(value);
        }
    }

    /** {@return a string value} */
    static ExtensionValue of(String value) {
        return new Text(value);
    }

    /** {@return an integer value} */
    static ExtensionValue of(int value) {
        return new Whole(value);
    }

    /** {@return a boolean value} */
    static ExtensionValue of(boolean value) {
        return new Flag(value);
    }
}
