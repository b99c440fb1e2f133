package io.triskel.codec;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** All bytes and texts that can be reached from an object of ours, to search a store for what must not be in it. */
final class ContentsOf {
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{8,}={0,2}");

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<String> contents = new ArrayList<>();

    private ContentsOf() {}

    static List<String> object(Object root) {
        ContentsOf walk = new ContentsOf();
        walk.visit(root);
        return walk.contents;
    }

    private void visit(@Nullable Object at) {
        if (at == null || !seen.add(at)) {
            return;
        }
        if (at instanceof byte[] bytes) {
            text(new String(bytes, StandardCharsets.UTF_8));
        } else if (at instanceof CharSequence text) {
            text(text.toString());
        } else if (at instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                visit(key);
                visit(value);
            });
        } else if (at instanceof Iterable<?> elements) {
            elements.forEach(this::visit);
        } else if (at instanceof Object[] elements) {
            for (Object element : elements) {
                visit(element);
            }
        } else if (at instanceof Optional<?> optional) {
            optional.ifPresent(this::visit);
        } else if (at.getClass().getName().startsWith("io.triskel.") && !(at instanceof Enum)) {
            fields(at);
        }
    }

    /** What is Base64 inside of a text is read too, or it would hide everything. */
    private void text(String text) {
        contents.add(text);
        Matcher octets = BASE64.matcher(text);
        while (octets.find()) {
            if (octets.group().length() % 4 == 0) {
                text(new String(Base64.getDecoder().decode(octets.group()), StandardCharsets.UTF_8));
            }
        }
    }

    private void fields(Object at) {
        for (Class<?> type = at.getClass(); type != null && type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                    visit(valueOf(field, at));
                }
            }
        }
    }

    private static @Nullable Object valueOf(Field field, Object at) {
        try {
            field.setAccessible(true);
            return field.get(at);
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
