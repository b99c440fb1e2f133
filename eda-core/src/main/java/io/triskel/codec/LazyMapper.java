package io.triskel.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.triskel.json.JsonMapping;
import io.triskel.json.PersonalCrypto;
import org.jspecify.annotations.Nullable;

/** The mapper, made when it is first needed: for a function that only reads plain records, never. */
final class LazyMapper {
    private final JsonFactory json;
    private final PersonalCrypto crypto;
    private volatile @Nullable JsonMapper made;

    LazyMapper(JsonFactory json, PersonalCrypto crypto) {
        this.json = json;
        this.crypto = crypto;
    }

    JsonMapper get() {
        JsonMapper mapper = made;
        return mapper == null ? make() : mapper;
    }

    private synchronized JsonMapper make() {
        JsonMapper mapper = made;
        if (mapper == null) {
            mapper = JsonMapping.mapper(json, crypto);
            made = mapper;
        }
        return mapper;
    }
}
