package io.triskel.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.Deserializers;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.Serializers;
import io.triskel.event.PortException;
import io.triskel.personal.Personal;
import io.triskel.personal.SubjectForgottenException;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@link Personal} in JSON: {@code {"subject":..., "sealed":<Base64 of nonce, ciphertext and tag>}}, or
 * {@code {"subject":..., "forgotten":true}}. The sealed plain text is the JSON of the value.
 */
final class PersonalModule extends SimpleModule {
    static final String SUBJECT = "subject";
    static final String SEALED = "sealed";
    static final String FORGOTTEN = "forgotten";

    private static final long serialVersionUID = 1L;

    private final transient PersonalCrypto crypto;

    PersonalModule(PersonalCrypto crypto) {
        super("triskel-personal");
        this.crypto = crypto;
    }

    @Override
    public void setupModule(SetupContext context) {
        super.setupModule(context);
        ObjectMapper mapper = context.getOwner();
        context.addBeanDeserializerModifier(new RecordDeserializer.Modifier());
        context.addBeanDeserializerModifier(new ExactReading.Modifier());
        context.addSerializers(new Serializers.Base() {
            @Override
            public @Nullable JsonSerializer<?> findSerializer(
                    SerializationConfig config, JavaType type, BeanDescription description) {
                return isPersonal(type) ? new Sealer(crypto, mapper, content(type)) : null;
            }
        });
        context.addDeserializers(new Deserializers.Base() {
            @Override
            public @Nullable JsonDeserializer<?> findBeanDeserializer(
                    JavaType type, DeserializationConfig config, BeanDescription description) {
                return isPersonal(type) ? new Opener(crypto, mapper, content(type)) : null;
            }
        });
    }

    private static boolean isPersonal(JavaType type) {
        return Personal.class.isAssignableFrom(type.getRawClass());
    }

    private static JavaType content(JavaType type) {
        return type.findTypeParameters(Personal.class)[0];
    }

    private static final class Sealer extends JsonSerializer<Personal<?>> {
        private final PersonalCrypto crypto;
        private final ObjectMapper mapper;
        private final JavaType content;

        /** Made on first use: the content's own serializer may not exist before. */
        private volatile @Nullable ObjectWriter writer;

        Sealer(PersonalCrypto crypto, ObjectMapper mapper, JavaType content) {
            this.crypto = crypto;
            this.mapper = mapper;
            this.content = content;
        }

        @Override
        public void serialize(Personal<?> personal, JsonGenerator json, SerializerProvider provider)
                throws IOException {
            json.writeStartObject();
            json.writeStringField(SUBJECT, personal.subject());
            if (personal instanceof Personal.Known<?> known) {
                byte[] plain = plain(personal.subject(), known.value());
                json.writeFieldName(SEALED);
                json.writeBinary(crypto.seal(personal.subject(), plain));
            } else {
                json.writeBooleanField(FORGOTTEN, true);
            }
            json.writeEndObject();
        }

        /** Omits the cause: its path contains keys of maps, which may be personal. */
        private byte[] plain(String subject, @Nullable Object value) throws IOException {
            try {
                return content.isJavaLangObject() ? mapper.writeValueAsBytes(value) : writer().writeValueAsBytes(value);
            } catch (JsonProcessingException unreadable) {
                rethrowKnown(unreadable);
                throw new IllegalArgumentException("personal data of subject '" + subject
                        + "' could not be read back as a " + content.toCanonical() + ": a part of it is null, or too"
                        + " deep or too long");
            }
        }

        private ObjectWriter writer() {
            ObjectWriter made = writer;
            if (made == null) {
                made = mapper.writerFor(content);
                writer = made;
            }
            return made;
        }

        /** A key store's failure about personal data within personal data is not the data's fault. */
        private static void rethrowKnown(Throwable failure) {
            Throwable at = failure;
            for (int depth = 0; at != null && depth < 20; depth++, at = at.getCause()) {
                if (at instanceof PortException port) {
                    throw port;
                }
                if (at instanceof SubjectForgottenException forgotten) {
                    throw forgotten;
                }
            }
        }

        @Override
        public void serializeWithType(
                Personal<?> personal, JsonGenerator json, SerializerProvider provider, TypeSerializer ignored)
                throws IOException {
            serialize(personal, json, provider);
        }
    }

    private static final class Opener extends JsonDeserializer<Personal<?>> {
        private final PersonalCrypto crypto;
        private final ObjectMapper mapper;
        private final JavaType content;

        /** Made on first use: the content's own deserializer may not exist before. */
        private volatile @Nullable ObjectReader reader;

        Opener(PersonalCrypto crypto, ObjectMapper mapper, JavaType content) {
            this.crypto = crypto;
            this.mapper = mapper;
            this.content = content;
        }

        @Override
        public Personal<?> deserialize(JsonParser json, DeserializationContext context) throws IOException {
            String subject = null;
            byte[] sealed = null;
            boolean forgotten = false;
            if (!json.isExpectedStartObjectToken()) {
                return wrong(context, "personal data is an object with subject and sealed");
            }
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                JsonToken value = json.nextToken();
                if (name.equals(SUBJECT) && value == JsonToken.VALUE_STRING) {
                    subject = json.getText();
                } else if (name.equals(SEALED) && value == JsonToken.VALUE_STRING) {
                    sealed = json.getBinaryValue();
                } else if (name.equals(FORGOTTEN) && value == JsonToken.VALUE_TRUE) {
                    forgotten = true;
                } else {
                    json.skipChildren();
                }
            }
            if (subject == null || forgotten == (sealed != null)) {
                return wrong(context, "personal data has a subject, and either sealed or forgotten");
            }
            return sealed == null ? new Personal.Forgotten<>(subject) : open(subject, sealed, context);
        }

        private Personal<?> open(String subject, byte[] sealed, DeserializationContext context) throws IOException {
            Optional<byte[]> plain = crypto.open(subject, sealed);
            return plain.isEmpty()
                    ? new Personal.Forgotten<>(subject)
                    : new Personal.Known<>(subject, read(subject, plain.get(), context));
        }

        /** Omits the cause: it would quote the plain text. */
        private Object read(String subject, byte[] plain, DeserializationContext context) {
            try {
                return ExactReading.like(context, reader()).readValue(plain);
            } catch (IOException unreadable) {
                throw new IllegalArgumentException(
                        "personal data of subject '" + subject + "' is not a " + content.toCanonical());
            }
        }

        private ObjectReader reader() {
            ObjectReader made = reader;
            if (made == null) {
                made = mapper.readerFor(content);
                reader = made;
            }
            return made;
        }

        private Personal<?> wrong(DeserializationContext context, String expected) throws IOException {
            return context.reportInputMismatch(this, expected);
        }
    }
}
