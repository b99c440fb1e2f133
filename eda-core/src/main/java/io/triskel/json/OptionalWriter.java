package io.triskel.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.ser.std.ReferenceTypeSerializer;
import com.fasterxml.jackson.databind.type.ReferenceType;
import com.fasterxml.jackson.databind.util.NameTransformer;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes an absent Optional as null, as reading expects it; every other null is refused ({@link ReadableOnly}). */
final class OptionalWriter extends ReferenceTypeSerializer<Optional<?>> {
    private static final long serialVersionUID = 1L;

    OptionalWriter(ReferenceType type, @Nullable TypeSerializer contentType, @Nullable JsonSerializer<Object> content) {
        super(type, true, contentType, content);
    }

    private OptionalWriter(
            OptionalWriter base,
            @Nullable BeanProperty property,
            @Nullable TypeSerializer contentType,
            @Nullable JsonSerializer<?> content,
            @Nullable NameTransformer unwrapper,
            @Nullable Object suppressed,
            boolean suppressNulls) {
        super(base, property, contentType, content, unwrapper, suppressed, suppressNulls);
    }

    @Override
    protected ReferenceTypeSerializer<Optional<?>> withResolved(
            BeanProperty property, TypeSerializer contentType, JsonSerializer<?> content, NameTransformer unwrapper) {
        return new OptionalWriter(this, property, contentType, content, unwrapper, _suppressableValue, _suppressNulls);
    }

    @Override
    public ReferenceTypeSerializer<Optional<?>> withContentInclusion(Object suppressed, boolean suppressNulls) {
        return new OptionalWriter(
                this, _property, _valueTypeSerializer, _valueSerializer, _unwrapper, suppressed, suppressNulls);
    }

    @Override
    protected boolean _isValuePresent(Optional<?> optional) {
        return optional.isPresent();
    }

    @Override
    protected Object _getReferenced(Optional<?> optional) {
        return optional.orElseThrow();
    }

    @Override
    protected @Nullable Object _getReferencedIfPresent(Optional<?> optional) {
        return optional.orElse(null);
    }

    @Override
    public void serialize(Optional<?> optional, JsonGenerator json, SerializerProvider provider) throws IOException {
        if (optional.isPresent()) {
            super.serialize(optional, json, provider);
        } else {
            json.writeNull();
        }
    }

    @Override
    public void serializeWithType(
            Optional<?> optional, JsonGenerator json, SerializerProvider provider, TypeSerializer type)
            throws IOException {
        if (optional.isPresent()) {
            super.serializeWithType(optional, json, provider, type);
        } else {
            json.writeNull();
        }
    }
}
