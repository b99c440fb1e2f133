package io.triskel.codec;

import io.triskel.event.Metadata.ExtensionValue;
import java.io.IOException;

/** Receives an event's attributes: a JSON object or a map of texts. */
interface AttributeSink {
    void text(Attribute name, String value) throws IOException;

    void flag(Attribute name, boolean value) throws IOException;

    void extension(String name, ExtensionValue value) throws IOException;
}
