package io.triskel.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import java.io.IOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Reads values that are changed and written again: members that the class does not have are rejected, and numbers that a
 * {@code double} or {@code float} would round. Databind reads the elements of a {@code double[]} and an OptionalDouble
 * itself, unchecked.
 */
public final class ExactReading {
    private static final Object NUMBERS = "triskel-exact-numbers";
    /** Decimal numbers of so many digits are never rounded: FLT_DIG and DBL_DIG of IEEE 754. */
    private static final int FLOAT_DIGITS = 6;

    private static final int DOUBLE_DIGITS = 15;

    private ExactReading() {}

    /** {@return a reader that loses no member and no digit} */
    public static ObjectReader of(ObjectReader reader) {
        return reader.with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .withHandler(new Unknown())
                .withAttribute(NUMBERS, true);
    }

    /** {@return a reader that loses no digit} */
    public static ObjectReader ignoringUnknown(ObjectReader exact) {
        return exact.without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }

    /** {@return a reader of a part that is parsed by itself, as exact as the whole} */
    static ObjectReader like(DeserializationContext whole, ObjectReader part) {
        if (whole.getAttribute(NUMBERS) == null) {
            return part;
        }
        return whole.isEnabled(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                ? of(part)
                : ignoringUnknown(of(part));
    }

    private static final class Unknown extends DeserializationProblemHandler {
        @Override
        public boolean handleUnknownProperty(
                DeserializationContext context,
                JsonParser json,
                @Nullable JsonDeserializer<?> deserializer,
                Object beanOrClass,
                String name)
                throws IOException {
            if (!context.isEnabled(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)) {
                return false;
            }
            Class<?> type = beanOrClass instanceof Class<?> itself ? itself : beanOrClass.getClass();
            throw JsonMappingException.from(
                    json,
                    "it has '" + name + "', which " + type.getSimpleName()
                            + " does not have, so the value would be lost");
        }
    }

    /** Checks what databind's own deserializers of float and double have read. */
    static final class Modifier extends BeanDeserializerModifier {
        private static final long serialVersionUID = 1L;

        @Override
        public JsonDeserializer<?> modifyDeserializer(
                DeserializationConfig config, BeanDescription description, JsonDeserializer<?> databind) {
            Class<?> type = description.getBeanClass();
            if (type == double.class || type == Double.class) {
                return new Checked(databind, DOUBLE_DIGITS);
            }
            return type == float.class || type == Float.class ? new Checked(databind, FLOAT_DIGITS) : databind;
        }
    }

    private static final class Checked extends DelegatingDeserializer {
        private static final long serialVersionUID = 1L;

        private final int digits;

        Checked(JsonDeserializer<?> databind, int digits) {
            super(databind);
            this.digits = digits;
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> contextual) {
            return new Checked(contextual, digits);
        }

        @Override
        public @Nullable Object deserialize(JsonParser json, DeserializationContext context) throws IOException {
            JsonToken token = json.currentToken();
            boolean check = token != null
                    && token.isNumeric()
                    && json.getTextLength() > digits
                    && context.getAttribute(NUMBERS) != null;
            String text = check ? json.getText() : null;
            Object value = super.deserialize(json, context);
            if (text != null && !isExactly(text, String.valueOf(value))) {
                throw JsonMappingException.from(
                        json, "a " + handledType().getSimpleName() + " would round this number");
            }
            return value;
        }

        private static boolean isExactly(String stored, String read) {
            return Character.isDigit(read.charAt(read.length() - 1))
                    && new BigDecimal(stored).compareTo(new BigDecimal(read)) == 0;
        }
    }
}
