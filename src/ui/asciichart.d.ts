// The package has no types of its own; this is the part of it that chart.ts uses.
declare module "asciichart" {
  const asciichart: {
    /** The lines of a chart, highest first, joined by newlines. */
    readonly plot: (
      series: readonly number[],
      options: {
        readonly min: number;
        readonly max: number;
        readonly height: number;
        readonly offset: number;
        readonly symbols: readonly string[];
        readonly format: (value: number) => string;
      },
    ) => string;
  };
  export = asciichart;
}
