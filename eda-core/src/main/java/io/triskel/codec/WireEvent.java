package io.triskel.codec;

import java.util.Arrays;
import java.util.Map;

/**
 * An event on the wire: attributes and body (CloudEvents 1.0, "Message"). Adapters add their protocol's prefix
 * ({@code ce_}, {@code ce-}, {@code cloudEvents:}) and escaping.
 *
 * @param attributes canonical text by attribute name, with {@code datacontenttype}; empty in structured mode
 * @param body the data in binary mode, the whole event in structured mode; not copied
 */
public record WireEvent(Map<String, String> attributes, byte[] body) {
    public WireEvent {
        attributes = attributes.isEmpty() ? Map.of() : FewTexts.of(attributes);
    }

    /** {@return a structured event} */
    public static WireEvent structured(byte[] body) {
        return new WireEvent(Map.of(), body);
    }

    /** {@return the total bytes of attribute names, attribute texts and body} */
    public long bytes() {
        return body.length + (attributes instanceof FewTexts few ? few.bytes() : 0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WireEvent wire && attributes.equals(wire.attributes) && Arrays.equals(body, wire.body);
    }

    @Override
    public int hashCode() {
        return 31 * attributes.hashCode() + Arrays.hashCode(body);
    }

    /** {@return the attributes and the body's size, without its content} */
    @Override
    public String toString() {
        return "WireEvent[" + attributes + ", " + body.length + " bytes]";
    }
}
