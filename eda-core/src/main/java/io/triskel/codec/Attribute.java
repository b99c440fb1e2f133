package io.triskel.codec;

import com.fasterxml.jackson.core.io.SerializedString;
import java.util.Set;

/** The names of all attributes that the codec itself reads and writes, with their bytes prepared. */
final class Attribute {
    static final String SPEC_VERSION_1 = "1.0";

    static final Attribute SPECVERSION = new Attribute("specversion");
    static final Attribute ID = new Attribute("id");
    static final Attribute SOURCE = new Attribute("source");
    static final Attribute TYPE = new Attribute("type");
    static final Attribute SUBJECT = new Attribute("subject");
    static final Attribute TIME = new Attribute("time");
    static final Attribute DATACONTENTTYPE = new Attribute("datacontenttype");
    static final Attribute DATASCHEMA = new Attribute("dataschema");
    static final Attribute DATA = new Attribute("data");
    static final Attribute DATA_BASE64 = new Attribute("data_base64");

    static final Attribute PARTITIONKEY = new Attribute("partitionkey");
    static final Attribute CORRELATIONID = new Attribute("correlationid");
    static final Attribute CAUSATIONID = new Attribute("causationid");
    static final Attribute TRACEPARENT = new Attribute("traceparent");
    static final Attribute TRACESTATE = new Attribute("tracestate");

    static final Attribute PATTERN = new Attribute("triskelpattern");
    static final Attribute STREAM = new Attribute("stream");
    static final Attribute SEQUENCE = new Attribute("sequence");
    static final Attribute ENTITY = new Attribute("entity");
    static final Attribute ENTITYVERSION = new Attribute("entityversion");
    static final Attribute ENTITYDELETED = new Attribute("entitydeleted");
    static final Attribute COMMANDTARGET = new Attribute("commandtarget");
    static final Attribute LOOKUP = new Attribute("lookup");
    static final Attribute LOOKUPVERSION = new Attribute("lookupversion");

    /**
     * Names that an extension of {@link io.triskel.event.Metadata} cannot have, because the envelope has its own fields for
     * them.
     */
    private static final Set<String> RESERVED = Set.of(
            "specversion",
            "id",
            "source",
            "type",
            "subject",
            "time",
            "datacontenttype",
            "dataschema",
            "data",
            "partitionkey",
            "correlationid",
            "causationid",
            "triskelpattern");

    private final String name;
    private final SerializedString json;

    private Attribute(String name) {
        this.name = name;
        this.json = new SerializedString(name);
        this.json.asQuotedUTF8();
    }

    String attribute() {
        return name;
    }

    SerializedString json() {
        return json;
    }

    static boolean isReserved(String name) {
        return RESERVED.contains(name);
    }

    /** A legal name has only lower-case letters and digits (CloudEvents 1.0, "Attribute Naming Convention"). */
    static boolean isLegalName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9')) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    @Override
    public String toString() {
        return name;
    }
}
