package io.triskel.orders.contracts;

import io.triskel.hosting.manifest.Described;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.Set;

/** The fields of a record of the manifest that have a description, in Markdown: a row for each, with its path. */
final class ManifestFields {
    private final StringBuilder rows = new StringBuilder("| field | what it says |\n|---|---|\n");
    private final Set<Class<?>> seen = new HashSet<>();

    private ManifestFields() {}

    /** {@return the rows, under a head} */
    static String of(Class<?> record) {
        ManifestFields fields = new ManifestFields();
        fields.add("", record);
        return fields.rows.toString();
    }

    private void add(String path, Class<?> type) {
        if (!seen.add(type)) {
            return;
        }
        if (type.isSealed()) {
            for (Class<?> kind : ManifestSchema.kinds(type)) {
                add(path, kind);
            }
        }
        if (type.isRecord()) {
            for (RecordComponent component : type.getRecordComponents()) {
                String field = path + ManifestSchema.name(component);
                Described described = component.getAnnotation(Described.class);
                if (described != null && !described.value().isEmpty()) {
                    rows.append("| `%s` | %s |%n"
                            .formatted(field, described.value())
                            .replace("\r", ""));
                }
                add(field + ".", element(component.getGenericType()));
            }
        }
    }

    /** {@return what a field, a list's element or a map's value is} */
    private static Class<?> element(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            return element(arguments[arguments.length - 1]);
        }
        return type instanceof Class<?> plain ? plain : Object.class;
    }
}
