package io.triskel.codec;

import java.util.Arrays;
import java.util.Map;

/**
 * An event in binary mode: attributes beside the data (CloudEvents 1.0, "Message"). Adapters add their protocol's
 * prefix ({@code ce_}, {@code ce-}, {@code cloudEvents:}) and escaping.
 *
 * @param attributes canonical text by attribute name, {@code datacontenttype} among them; empty in structured mode
 * @param body the data in binary mode, the whole event in structured mode; not copied
 */
public record WireEvent(Map<String, String> attributes, byte[] body) {
    public WireEvent {
        attributes = attributes.isEmpty() ? Map.of() : FewTexts.of(attributes);
    }

    /** {@return a whole structured event, without attributes beside it} */
    public static WireEvent structured(byte[] body) {
        return new WireEvent(Map.of(), body);
    }

    /** {@return the bytes of attribute names, attribute texts and body together} */
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

    /** {@return the attributes and the body's size, never its content} */
    @Override
    public String toString() {
        return "WireEvent[" + attributes + ", " + body.length + " bytes]";
    }
}
