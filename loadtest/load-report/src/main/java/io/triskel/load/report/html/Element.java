package io.triskel.load.report.html;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An element of HTML or SVG. Names must come from code; texts and values of attributes may come from anywhere. */
public final class Element implements Node {
    private static final Set<String> VOID = Set.of("meta", "link", "br", "input");
    private static final Set<String> SVG = Set.of("svg", "path", "line", "rect", "circle", "g");

    private final String name;
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final List<Node> children = new ArrayList<>();

    private Element(String name) {
        this.name = name;
    }

    /** {@return an empty element} */
    public static Element el(String name) {
        return new Element(name);
    }

    /** {@return an element with these classes} */
    public static Element el(String name, String classes) {
        return new Element(name).at("class", classes);
    }

    public Element at(String attribute, String value) {
        attributes.put(attribute, value);
        return this;
    }

    /** Sets a coordinate or a length, with at most two decimals. */
    public Element at(String attribute, double value) {
        return at(attribute, coordinate(value));
    }

    /** Sets a coordinate or a length as a share of the whole. */
    public Element share(String attribute, double share) {
        return at(attribute, coordinate(100 * share) + "%");
    }

    public Element add(Node... nodes) {
        children.addAll(List.of(nodes));
        return this;
    }

    public Element addAll(Collection<? extends Node> nodes) {
        children.addAll(nodes);
        return this;
    }

    public Element text(String text) {
        children.add(new Text(text));
        return this;
    }

    /** {@return a number of a drawing with at most two decimals; it parses no format, because a page has tens of thousands of numbers} */
    public static String coordinate(double value) {
        long hundredths = (long) Math.rint(value * 100);
        long size = Math.abs(hundredths);
        String whole = (hundredths < 0 ? "-" : "") + size / 100;
        long rest = size % 100;
        return rest == 0 ? whole : rest % 10 == 0 ? whole + "." + rest / 10 : whole + (rest < 10 ? ".0" : ".") + rest;
    }

    @Override
    public void write(StringBuilder page) {
        page.append('<').append(name);
        attributes.forEach((attribute, value) -> {
            page.append(' ').append(attribute).append("=\"");
            Escape.into(page, value);
            page.append('"');
        });
        if (children.isEmpty() && SVG.contains(name)) {
            page.append("/>");
            return;
        }
        page.append('>');
        if (!VOID.contains(name)) {
            children.forEach(child -> child.write(page));
            page.append("</").append(name).append('>');
        }
    }

    /** {@return this element alone, as text} */
    @Override
    public String toString() {
        StringBuilder page = new StringBuilder();
        write(page);
        return page.toString();
    }
}
