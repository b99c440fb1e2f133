package io.triskel.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** An implementation under test. */
interface Driver extends AutoCloseable {
    /** {@return the answer to one operation} */
    JsonNode answer(ObjectNode operation);

    @Override
    void close();

    /** {@return operations, formats and stores that it has} */
    default Set<String> offers() {
        JsonNode hello = answer(Json.object().put("op", "hello"));
        Set<String> offers = new HashSet<>();
        for (String member : List.of("operations", "platforms", "stores")) {
            offers.addAll(Cases.texts(hello.path(member)));
        }
        return offers;
    }
}
