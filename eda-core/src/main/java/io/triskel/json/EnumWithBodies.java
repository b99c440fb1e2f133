package io.triskel.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code ["Colour","RED"]} as well as {@code "RED"}: an enum is sealed if a constant has a body, and was formerly
 * written like a member of a closed set.
 */
final class EnumWithBodies extends DelegatingDeserializer {
    private static final long serialVersionUID = 1L;

    private EnumWithBodies(JsonDeserializer<?> databind) {
        super(databind);
    }

    static final class Modifier extends BeanDeserializerModifier {
        private static final long serialVersionUID = 1L;

        @Override
        public JsonDeserializer<?> modifyEnumDeserializer(
                DeserializationConfig config,
                JavaType type,
                BeanDescription description,
                JsonDeserializer<?> databind) {
            return type.getRawClass().isSealed() ? new EnumWithBodies(databind) : databind;
        }
    }

    @Override
    protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> contextual) {
        return new EnumWithBodies(contextual);
    }

    @Override
    public @Nullable Object deserialize(JsonParser json, DeserializationContext context) throws IOException {
        if (!json.isExpectedStartArrayToken()) {
            return super.deserialize(json, context);
        }
        json.nextToken();
        json.nextToken();
        Object constant = super.deserialize(json, context);
        return json.nextToken().isStructEnd() ? constant : context.handleUnexpectedToken(handledType(), json);
    }
}
