package io.triskel.personal;

import io.triskel.event.EventType;

/**
 * The event that makes read models, which hold plain text, erase their data about a subject.
 *
 * @param subject whose key was dropped
 */
public record SubjectForgotten(String subject) {
    /** The event's wire type; register it with {@code TypeRegistry.Builder.add}. */
    public static final EventType TYPE = EventType.of("triskel.subject-forgotten", 1);
}
