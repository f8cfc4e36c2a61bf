package org.cotangent.picture;

/**
 * A value on its way from the item that gives it to one that takes it.
 *
 * @param from the number of the item that gives it
 * @param to the number of the item that takes it
 * @param signal which value: wires of one value have the same number
 * @param name of the value
 * @param type of the value, in short; empty where the item that gives it says so
 * @param derived whether the value belongs to a derivative
 */
public record Wire(int from, int to, int signal, String name, String type, boolean derived) {}
