package io.triskel.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.BeanDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.SettableBeanProperty;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import io.triskel.event.DataClass;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a record or a data class directly into its constructor's arguments. Databind uses a buffer that also serves
 * setters, object ids and builders, none of which they have; the buffer was most of the cost of reading an event.
 * Components, their order and their rules are databind's.
 *
 * <p>Afterburner and Blackbird speed up setters and getters and keep the buffer; generated mappers would be a build step
 * for every user. Databind's extension points are public but rarely used, so the codec's tests read every shape of record
 * both ways and fail if an update of Jackson changes them.
 */
final class RecordDeserializer extends DelegatingDeserializer {
    private static final long serialVersionUID = 1L;

    private final transient BeanDeserializer databind;
    private transient volatile @Nullable Arguments arguments;

    private RecordDeserializer(BeanDeserializer databind) {
        super(databind);
        this.databind = databind;
    }

    /** By creator index; empty if databind's properties are not the record's components one to one. */
    private record Arguments(
            SettableBeanProperty[] all,
            String[] names,
            @Nullable Method[] checks,
            ValueInstantiator instantiator) {}

    /**
     * Handles only records that databind would read by their canonical constructor. A record with any Jackson annotation
     * stays with databind.
     */
    static final class Modifier extends BeanDeserializerModifier {
        private static final long serialVersionUID = 1L;

        @Override
        public JsonDeserializer<?> modifyDeserializer(
                DeserializationConfig config, BeanDescription description, JsonDeserializer<?> databind) {
            Optional<Object> only = DataClasses.of(description.getBeanClass()).flatMap(DataClass::only);
            if (only.isPresent()) {
                return new Only(databind, only.get());
            }
            boolean plain = Components.areIn(description.getBeanClass())
                    && databind.getClass() == BeanDeserializer.class
                    && ((BeanDeserializer) databind).getValueInstantiator().canCreateFromObjectWith()
                    && !JacksonAnnotations.areOn(description.getBeanClass());
            return plain ? new RecordDeserializer((BeanDeserializer) databind) : databind;
        }
    }

    /** Reads an object of a class that has just one as that one, which code may compare by identity. */
    private static final class Only extends DelegatingDeserializer {
        private static final long serialVersionUID = 1L;

        private final transient Object only;

        Only(JsonDeserializer<?> databind, Object only) {
            super(databind);
            this.only = only;
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> contextual) {
            return new Only(contextual, only);
        }

        @Override
        public Object deserialize(JsonParser json, DeserializationContext context) throws IOException {
            super.deserialize(json, context);
            return only;
        }
    }

    @Override
    protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> contextual) {
        return contextual.getClass() == BeanDeserializer.class
                ? new RecordDeserializer((BeanDeserializer) contextual)
                : contextual;
    }

    /** Read on first use: databind has not resolved a record that contains itself before. */
    private Arguments arguments() {
        Arguments known = arguments;
        if (known == null) {
            known = read(databind);
            arguments = known;
        }
        return known;
    }

    private static Arguments read(BeanDeserializer databind) {
        List<Components.Component> components = Components.of(databind.handledType());
        int count = components.size();
        SettableBeanProperty[] all = new SettableBeanProperty[count];
        String[] names = new String[count];
        @Nullable Method[] checks = new Method[count];
        int found = 0;
        int placed = 0;
        Iterator<SettableBeanProperty> properties = databind.creatorProperties();
        while (properties.hasNext()) {
            SettableBeanProperty property = properties.next();
            int index = property.getCreatorIndex();
            found++;
            if (index < count && all[index] == null) {
                placed++;
                all[index] = property;
                names[index] = property.getName();
                checks[index] = components.get(index).check();
            }
        }
        boolean direct = found == count && placed == count && count <= Long.SIZE;
        return direct
                ? new Arguments(all, names, checks, databind.getValueInstantiator())
                : new Arguments(
                        new SettableBeanProperty[0], new String[0], new Method[0], databind.getValueInstantiator());
    }

    @Override
    public @Nullable Object deserialize(JsonParser json, DeserializationContext context) throws IOException {
        Arguments known = arguments();
        boolean object = json.isExpectedStartObjectToken();
        if (known.all.length == 0 || (!object && !json.hasToken(JsonToken.FIELD_NAME))) {
            return databind.deserialize(json, context);
        }
        Object[] values = new Object[known.all.length];
        long seen = 0;
        int expected = 0;
        String name = object ? json.nextFieldName() : json.currentName();
        for (; name != null; name = json.nextFieldName()) {
            int index = PlainRecord.indexOf(name, expected, known.names);
            json.nextToken();
            if (index < 0) {
                if (context.isEnabled(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)) {
                    context.handleUnknownProperty(json, this, handledType(), name);
                }
                json.skipChildren();
            } else {
                values[index] = value(known, index, json, context);
                seen |= 1L << index;
                expected = index + 1;
            }
        }
        if (Long.bitCount(seen) < values.length) {
            fillAbsent(known, values, seen, context);
        }
        return known.instantiator.createFromObjectWith(context, values);
    }

    private @Nullable Object value(Arguments known, int index, JsonParser json, DeserializationContext context)
            throws IOException {
        try {
            Object value = known.all[index].deserialize(json, context);
            Method check = known.checks[index];
            return check == null || value == null ? value : check.invoke(null, value);
        } catch (InvocationTargetException refused) {
            throw JsonMappingException.wrapWithPath(refused.getCause(), handledType(), known.names[index]);
        } catch (IOException | RuntimeException | IllegalAccessException failed) {
            throw JsonMappingException.wrapWithPath(failed, handledType(), known.names[index]);
        }
    }

    private void fillAbsent(Arguments known, @Nullable Object[] values, long seen, DeserializationContext context)
            throws IOException {
        for (int i = 0; i < values.length; i++) {
            boolean absent = (seen & (1L << i)) == 0;
            if (absent && known.all[i].isRequired()) {
                throw JsonMappingException.wrapWithPath(
                        JsonMappingException.from(context, "it is missing"), handledType(), known.names[i]);
            }
            if (absent) {
                values[i] = known.all[i].getValueDeserializer().getAbsentValue(context);
            }
        }
    }
}
