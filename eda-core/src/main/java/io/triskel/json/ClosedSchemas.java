package io.triskel.json;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.PropertyName;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedConstructor;
import com.fasterxml.jackson.databind.introspect.AnnotatedField;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.introspect.VisibilityChecker;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import io.triskel.event.DataClass;
import io.triskel.event.WireName;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Executable;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Derives from Java what annotations would otherwise state: a component is required unless it is Optional or
 * {@code @Nullable}, and a sealed interface is one of its permitted types, distinguished by its name in {@code @type}. Reads
 * {@link WireName} as Jackson reads its own annotations.
 */
final class ClosedSchemas extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable PropertyName findNameForSerialization(Annotated annotated) {
        WireName named = annotated.getAnnotation(WireName.class);
        return named == null ? super.findNameForSerialization(annotated) : PropertyName.construct(named.value());
    }

    @Override
    public @Nullable PropertyName findNameForDeserialization(Annotated annotated) {
        WireName named = annotated.getAnnotation(WireName.class);
        return named == null ? super.findNameForDeserialization(annotated) : PropertyName.construct(named.value());
    }

    @Override
    public String[] findEnumValues(
            MapperConfig<?> config, AnnotatedClass type, Enum<?>[] constants, @Nullable String[] names) {
        String[] found = super.findEnumValues(config, type, constants, names);
        for (AnnotatedField field : type.fields()) {
            WireName named = field.getAnnotation(WireName.class);
            for (int i = 0; named != null && i < constants.length; i++) {
                found[i] = constants[i].name().equals(field.getName()) ? named.value() : found[i];
            }
        }
        return found;
    }

    @Override
    public @Nullable Boolean hasRequiredMarker(AnnotatedMember member) {
        Boolean stated = super.hasRequiredMarker(member);
        boolean annotated = stated != null && stated;
        return member instanceof AnnotatedParameter parameter
                ? Boolean.valueOf(annotated || isRequired(parameter))
                : stated;
    }

    @Override
    public JsonSetter.Value findSetterInfo(Annotated annotated) {
        JsonSetter.Value stated = super.findSetterInfo(annotated);
        if (annotated instanceof AnnotatedParameter parameter) {
            return stated.withValueNulls(
                    stated.getValueNulls() == Nulls.DEFAULT && isRequired(parameter)
                            ? Nulls.FAIL
                            : stated.getValueNulls(),
                    stated.getContentNulls() == Nulls.DEFAULT && !hasOptionalContent(parameter)
                            ? Nulls.FAIL
                            : stated.getContentNulls());
        }
        return stated;
    }

    private static boolean hasOptionalContent(AnnotatedParameter parameter) {
        JavaType content = parameter.getType().getContentType();
        return content != null && isOptional(content.getRawClass());
    }

    private static boolean isRequired(AnnotatedParameter parameter) {
        return !isOptional(parameter.getRawType()) && !isNullable(parameter);
    }

    private static boolean isOptional(Class<?> type) {
        return type == Optional.class
                || type == OptionalInt.class
                || type == OptionalLong.class
                || type == OptionalDouble.class;
    }

    private static boolean isNullable(AnnotatedParameter parameter) {
        Optional<DataClass.Property> property = propertyOf(parameter);
        return property.isPresent()
                ? property.get().nullable()
                : parameter.getOwner().getMember() instanceof Executable creator
                        && isNullable(creator.getAnnotatedParameterTypes(), parameter.getIndex());
    }

    private static Optional<DataClass.Property> propertyOf(AnnotatedParameter parameter) {
        return DataClasses.of(parameter.getDeclaringClass())
                .filter(data -> data.constructor().equals(parameter.getOwner().getMember()))
                .map(data -> data.properties().get(parameter.getIndex()));
    }

    @Override
    public @Nullable String findImplicitPropertyName(AnnotatedMember member) {
        Optional<DataClass.Property> property =
                member instanceof AnnotatedParameter parameter ? propertyOf(parameter) : Optional.empty();
        return property.isPresent() ? property.get().name() : super.findImplicitPropertyName(member);
    }

    /** A data class is read by its constructor. */
    @Override
    public JsonCreator.@Nullable Mode findCreatorAnnotation(MapperConfig<?> config, Annotated creator) {
        boolean ofData = creator instanceof AnnotatedConstructor constructor
                && !constructor.getDeclaringClass().isRecord()
                && DataClasses.of(constructor.getDeclaringClass())
                        .filter(data ->
                                data.only().isEmpty() && data.constructor().equals(constructor.getAnnotated()))
                        .isPresent();
        return ofData ? JsonCreator.Mode.PROPERTIES : super.findCreatorAnnotation(config, creator);
    }

    /** A data class is written by its fields, since getters may have other names and may be of what is computed. */
    @Override
    public VisibilityChecker<?> findAutoDetectVisibility(AnnotatedClass type, VisibilityChecker<?> checker) {
        boolean data = !type.getRawType().isRecord()
                && DataClasses.of(type.getRawType()).isPresent();
        return data
                ? VisibilityChecker.Std.allPublicInstance()
                        .with(JsonAutoDetect.Visibility.NONE)
                        .withFieldVisibility(JsonAutoDetect.Visibility.ANY)
                : super.findAutoDetectVisibility(type, checker);
    }

    /** {@return whether an absent or null member of JSON becomes a null argument, and not an error} */
    static boolean isNullable(AnnotatedType[] parameters, int index) {
        return index < parameters.length && parameters[index].isAnnotationPresent(Nullable.class);
    }

    /** {@return the parameters of a record's canonical constructor: they decide, and not the components} */
    static AnnotatedType[] parameters(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < types.length; i++) {
            types[i] = components[i].getType();
        }
        try {
            return type.getDeclaredConstructor(types).getAnnotatedParameterTypes();
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException(type + " is a record without its constructor", impossible);
        }
    }

    @Override
    public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
        JsonTypeInfo.Value stated = super.findPolymorphicTypeInfo(config, annotated);
        boolean closed =
                stated == null && annotated instanceof AnnotatedClass && ClosedSet.isClosedSet(annotated.getRawType());
        return closed
                ? JsonTypeInfo.Value.construct(
                        JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, ClosedSet.MEMBER, null, false, true)
                : stated;
    }

    @Override
    public @Nullable List<NamedType> findSubtypes(Annotated annotated) {
        Class<?> type = annotated.getRawType();
        if (!(annotated instanceof AnnotatedClass) || !ClosedSet.isClosedSet(type)) {
            return super.findSubtypes(annotated);
        }
        // Of a type's names Jackson writes the first.
        return ClosedSet.readableOf(type).entrySet().stream()
                .map(member -> new NamedType(member.getValue(), member.getKey()))
                .toList();
    }
}
