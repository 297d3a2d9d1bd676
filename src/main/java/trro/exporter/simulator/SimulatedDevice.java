package trro.exporter.simulator;

/**
 * A device on the controlled side.
 *
 * @param id unique in its project
 * @param name for people
 */
public record SimulatedDevice(String id, String name, Temper temper, Trade trade) {}
