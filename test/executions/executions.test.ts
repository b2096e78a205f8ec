import { testEverySecondShape } from './everyFile';

testEverySecondShape(0);
